/** The Castagnoli polynomial, reflected. Node's own `crc32` is another: that of IEEE 802.3. */
const POLYNOMIAL = 0x82f63b78;

/** The CRC32C of bytes, as the service computes it of a payload: a whole number below 2^32. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

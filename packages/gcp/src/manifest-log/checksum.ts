/** The reversed polynomial of CRC32C (Castagnoli), as GCP computes it; RFC 3720, appendix B.4. */
const POLYNOMIAL = 0x82f63b78;

let table: Uint32Array | undefined;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_zero, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1)
      remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    return remainder >>> 0;
  });
}

/** CRC32C of some bytes, unsigned. */
export function crc32c(data: Uint8Array): number {
  // Made when it is first needed, so that nothing runs at import.
  table ??= makeTable();
  let remainder = 0xffff_ffff;
  for (const byte of data) remainder = (remainder >>> 8) ^ (table[(remainder ^ byte) & 0xff] ?? 0);
  return (remainder ^ 0xffff_ffff) >>> 0;
}

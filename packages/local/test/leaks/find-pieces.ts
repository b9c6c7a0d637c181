/** So many bytes of a value, in any form, are called a leak. */
const PIECE = 8;

/**
 * Where bytes hold a piece of a value: plain, as base64 in its three alignments, as hex, or as UTF-16. Answers places
 * and never what is there.
 */
export function findPieces(bytes: Buffer, value: string): readonly string[] {
  const plain = Buffer.from(value, "utf8");
  const forms: readonly (readonly [name: string, text: Buffer])[] = [
    ["plain", plain],
    ["UTF-16", Buffer.from(value, "utf16le")],
    ["hex", Buffer.from(plain.toString("hex"))],
    ...[0, 1, 2].map((before): readonly [string, Buffer] => {
      const text = Buffer.concat([Buffer.alloc(before), plain]).toString("base64");
      // The first group holds bytes that are not the value's.
      return ["base64", Buffer.from(text.slice(before === 0 ? 0 : 4, -4))];
    }),
  ];
  return forms.flatMap(([name, text]) =>
    placesOf(bytes, text).map((place) => `${name} at ${place}`),
  );
}

/** Where bytes hold a piece of others. */
export function placesOf(bytes: Buffer, others: Buffer): readonly number[] {
  const places: number[] = [];
  for (let start = 0; start + PIECE <= others.length; start += PIECE / 2) {
    const place = bytes.indexOf(others.subarray(start, start + PIECE));
    if (place !== -1) places.push(place);
  }
  return places;
}

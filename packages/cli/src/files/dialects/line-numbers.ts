/**
 * Returns a function that numbers the line of a position, from 1. Positions have to be asked for in ascending order,
 * roughly: going back costs time.
 */
export function lineNumbers(text: string): (position: number) => number {
  let line = 1;
  let reached = 0;
  return (position) => {
    if (position < reached) {
      line = 1;
      reached = 0;
    }
    for (;;) {
      const newline = text.indexOf("\n", reached);
      if (newline === -1 || newline >= position) return line;
      line += 1;
      reached = newline + 1;
    }
  };
}

/** A call that was not made, as its time was over. */
export class NotSent extends Error {
  override readonly name = "NotSent";

  constructor() {
    super("the time for this call is over");
  }
}

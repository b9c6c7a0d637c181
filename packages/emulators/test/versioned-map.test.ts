import { describe, expect, it } from "vitest";
import { EmulatedState } from "../src/index.ts";

/** A state whose time is set by hand. */
class Timeline {
  time = 0;
  readonly state = new EmulatedState({
    clock: { now: () => this.time, schedule: () => () => undefined },
  });
}

describe("a map of a state", () => {
  it("is a map like any other in the present", () => {
    const map = new Timeline().state.map<string, number>();
    map.set("a", 1).set("b", 2).set("a", 3);
    expect(map.delete("b")).toBe(true);
    expect(map.delete("b")).toBe(false);
    expect([...map]).toEqual([["a", 3]]);
    expect(map.size).toBe(1);
    map.clear();
    expect([...map.keys()]).toEqual([]);
  });

  it("can be read as it was at any time", () => {
    const timeline = new Timeline();
    const { state } = timeline;
    const map = state.map<string, number>();
    const at = (time: number, change: () => unknown): void => {
      timeline.time = time;
      change();
    };
    at(10, () => map.set("a", 1));
    at(20, () => map.set("b", 2));
    at(30, () => map.delete("a"));
    at(40, () => map.set("a", 4));
    const shown = (time: number): unknown => state.asOf(time, () => [...map]);
    expect(shown(9)).toEqual([]);
    expect(shown(10)).toEqual([["a", 1]]);
    expect(shown(29)).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect(shown(35)).toEqual([["b", 2]]);
    expect(state.asOf(35, () => map.has("a"))).toBe(false);
    expect(state.asOf(35, () => map.get("b"))).toBe(2);
    expect(state.asOf(35, () => map.size)).toBe(1);
    expect(state.asOf(35, () => [...map.values()])).toEqual([2]);
    expect(shown(40)).toHaveLength(2);
    expect(map.get("a")).toBe(4);
  });

  it("looks back with all maps of the state at once", () => {
    const timeline = new Timeline();
    const { state } = timeline;
    const [one, other] = [state.map<string, number>(), state.map<string, number>()];
    one.set("a", 1);
    timeline.time = 10;
    one.set("a", 2);
    other.set("a", 2);
    expect(state.asOf(5, () => [one.get("a"), other.get("a")])).toEqual([1, undefined]);
  });

  it("cannot be written in the past", () => {
    const { state } = new Timeline();
    const map = state.map<string, number>();
    expect(() => state.asOf(0, () => map.set("a", 1))).toThrow("the past cannot be written");
    expect(map.size).toBe(0);
  });
});

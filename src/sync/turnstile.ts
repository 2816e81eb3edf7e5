/** Lets so many of a group in at once; the others wait in line until one leaves. */
export class Turnstile {
  readonly #room: number;
  readonly #groups = new Map<string, { inside: number; readonly line: (() => void)[] }>();

  constructor(room: number) {
    this.#room = room;
  }

  /** Calls `go` when there is room, at once if there is some now. */
  enter(group: string, go: () => void): void {
    const state = this.#groups.get(group) ?? { inside: 0, line: [] };
    this.#groups.set(group, state);
    if (state.inside === this.#room) {
      state.line.push(go);
      return;
    }
    state.inside += 1;
    go();
  }

  leave(group: string): void {
    const state = this.#groups.get(group);
    if (!state) return;
    const next = state.line.shift();
    if (next) next();
    else state.inside -= 1;
    if (state.inside === 0) this.#groups.delete(group);
  }
}

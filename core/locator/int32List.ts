/** A growing Int32Array. `array` may be longer than `length`, and is another one after a list has grown. */
export class Int32List {
  array: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.array = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.array.length) this.#grow(this.length + 1);
    this.array[this.length++] = value;
  }

  /** Makes room for this many numbers, whatever they are, and returns the place of the first. */
  extend(count: number): number {
    const place = this.length;
    if (place + count > this.array.length) this.#grow(place + count);
    this.length = place + count;
    return place;
  }

  trimmed(): Int32Array {
    return this.array.slice(0, this.length);
  }

  #grow(capacity: number): void {
    const longer = new Int32Array(Math.max(capacity, 2 * this.array.length));
    longer.set(this.array.subarray(0, this.length));
    this.array = longer;
  }
}

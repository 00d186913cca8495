// A growing Int32Array. `array` may be longer than `length`, and is another one after `extend`.
export class Int32List {
  array: Int32Array = new Int32Array(1024);
  length = 0;

  /** Adds this many zeros and returns the place of the first. */
  extend(count: number): number {
    const place = this.length;
    this.length += count;
    if (this.length > this.array.length) {
      const longer = new Int32Array(Math.max(this.length, Math.ceil(this.array.length * 1.5)));
      longer.set(this.array);
      this.array = longer;
    }
    return place;
  }

  trimmed(): Int32Array {
    return this.array.length === this.length ? this.array : this.array.slice(0, this.length);
  }
}

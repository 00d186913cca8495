// A short tone for new incidents. Off until somebody switches it on; kept on this device.
const key = 'gridwright.sound';
const quietMs = 10_000;

class Sound {
  #isOn = $state.raw(stored());
  #context: AudioContext | undefined;
  #playedAt = -Infinity;

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Switched by a click, which is what a browser wants before it makes a sound. */
  toggle(): void {
    this.#isOn = !this.#isOn;
    try {
      localStorage.setItem(key, this.#isOn ? 'on' : 'off');
    } catch {
      // a browser that forbids storage keeps it until the page closes
    }
    if (this.#isOn) {
      this.#playedAt = -Infinity;
      this.play();
    }
  }

  /** Two short notes; never more often than every ten seconds. */
  play(): void {
    if (!this.#isOn || Date.now() - this.#playedAt < quietMs || typeof AudioContext === 'undefined') return;
    this.#playedAt = Date.now();
    this.#context ??= new AudioContext();
    const context = this.#context;
    for (const [index, frequency] of [660, 880].entries()) {
      const start = context.currentTime + index * 0.12;
      const gain = context.createGain();
      gain.gain.setValueAtTime(0.0001, start);
      gain.gain.exponentialRampToValueAtTime(0.08, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.18);
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.2);
    }
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

export const sound = new Sound();

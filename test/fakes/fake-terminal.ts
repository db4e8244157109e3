/**
 * A terminal that records what is written and gives scripted answers.
 */
import type { Terminal } from '../../src/cli/terminal.ts';

export class FakeTerminal implements Terminal {
  output = '';
  errors = '';
  readonly interactive: boolean;
  readonly isTyped: boolean;
  readonly colored = false;
  /** Whether the last answer was typed unseen. */
  hidden = false;
  readonly #input: string;
  readonly #answer: string;
  readonly #waiting: { text: string; resolve: () => void }[] = [];
  interrupt: () => void = () => undefined;

  constructor({ interactive = false, input = '', answer = '' } = {}) {
    this.interactive = interactive;
    this.isTyped = interactive;
    this.#input = input;
    this.#answer = answer;
  }

  out(text: string): void {
    this.output += text;
    for (const one of this.#waiting) if (this.output.includes(one.text)) one.resolve();
  }

  err(text: string): void {
    this.errors += text;
  }

  readInput(): Promise<string> {
    return Promise.resolve(this.#input);
  }

  ask(question: string): Promise<string> {
    this.errors += question;
    return Promise.resolve(this.#answer);
  }

  askHidden(question: string): Promise<string> {
    this.hidden = true;
    return this.ask(question);
  }

  onInterrupted(listener: () => void): void {
    this.interrupt = listener;
  }

  /** Resolves when `text` stands in the output. */
  printed(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ text, resolve });
      if (this.output.includes(text)) resolve();
    });
  }
}

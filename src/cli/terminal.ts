/**
 * What a command sees of the terminal it runs in, so that tests can stand in for one.
 */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** A person can be asked: both input and output are a terminal. */
  readonly interactive: boolean;
  /** Input is a terminal's: whoever types sees nothing of it unless they are asked. */
  readonly isTyped: boolean;
  /** Output may be colored. */
  readonly colored: boolean;
  readInput(): Promise<string>;
  /** Shows `question` and reads one line. */
  ask(question: string): Promise<string>;
  /** As `ask`, and shows nothing of what is typed. Empty where the input ends. */
  askHidden(question: string): Promise<string>;
  /** Calls `listener` when the person or the system wants the program to end; from then on nobody else acts on it. */
  onInterrupted(listener: () => void): void;
}

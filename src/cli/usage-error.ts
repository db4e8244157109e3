/**
 * Wrong use of the program: exit code 2, as against a failure (1).
 */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

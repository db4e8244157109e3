import { Component } from 'react';
import { FailedPart } from './failed-part.tsx';
import type { ErrorInfo, ReactNode } from 'react';

interface PartBoundaryProps {
  readonly children: ReactNode;
  /** What the part shows; another one is tried by itself. */
  readonly subject?: string;
  /** An ornament, whose place stays empty. */
  readonly quiet?: boolean;
}

interface PartBoundaryState {
  readonly details: string | null;
}

/** A part that throws while it is drawn shows that it failed; what is beside it stays. React knows such bounds as classes only. */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  override state: PartBoundaryState = { details: null };

  static getDerivedStateFromError(thrown: unknown): PartBoundaryState {
    return { details: describe(thrown) };
  }

  override componentDidCatch(thrown: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ details: `${describe(thrown)}\n${componentStack ?? ''}`.trim() });
  }

  override componentDidUpdate({ subject }: PartBoundaryProps): void {
    if (subject !== this.props.subject && this.state.details !== null) this.#showAgain();
  }

  readonly #showAgain = (): void => this.setState({ details: null });

  override render(): ReactNode {
    const { details } = this.state;
    if (details === null) return this.props.children;
    return this.props.quiet ? null : <FailedPart details={details} onAgain={this.#showAgain} />;
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
}

import { useState } from 'react';

/** How often `value` was told anew: a version for a request about something that its state does not hold whole. */
export function useChangeCount(value: unknown): number {
  const [seen, setSeen] = useState({ value, count: 0 });
  if (seen.value !== value) setSeen({ value, count: seen.count + 1 });
  return seen.count;
}

import { useEffect } from 'react';
import { goTo, parseRoute } from './route.ts';

/** Ctrl or Cmd with the comma goes to Settings. On the desktop the key opens a window of its own (main/settings-key.ts). */
export function useSettingsKey(): void {
  useEffect(() => {
    if (window.parley) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== ',' || event.altKey || event.shiftKey || event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      if (parseRoute(window.location.hash).place !== 'settings') goTo({ place: 'settings' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/**
 * Light or dark: as the system is, or as the person chose in this browser.
 */
import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';

export type AppearanceChoice = 'system' | 'light' | 'dark';
export interface Appearance {
  readonly choice: AppearanceChoice;
  readonly shown: 'light' | 'dark';
  choose(choice: AppearanceChoice): void;
}

const storageKey = 'parley.appearance';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function onSystemChange(listener: () => void): () => void {
  systemDark.addEventListener('change', listener);
  return () => systemDark.removeEventListener('change', listener);
}

function readChoice(): AppearanceChoice {
  const stored = window.localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function useAppearanceState(): Appearance {
  const dark = useSyncExternalStore(onSystemChange, () => systemDark.matches);
  const [choice, setChoice] = useState(readChoice);
  // Chosen in one window, it counts in all of them.
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent): void => {
      if (key === storageKey) setChoice(readChoice());
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, []);
  return {
    choice,
    shown: choice === 'system' ? (dark ? 'dark' : 'light') : choice,
    choose(next) {
      window.localStorage.setItem(storageKey, next);
      setChoice(next);
    },
  };
}

export const AppearanceContext = createContext<Appearance | null>(null);

export function useAppearance(): Appearance {
  const value = use(AppearanceContext);
  if (!value) throw new Error('A view was rendered outside of AppearanceContext.');
  return value;
}

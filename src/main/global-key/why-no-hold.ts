/**
 * Where the key helper is not even tried, and what a person can do about it. Pure.
 *
 * Source: FACTS on uiohook-napi (no Wayland; it ends its process without macOS' right; tried: without a display it blocks).
 */

export function whyNoHold(machine: {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** macOS: whether Parley may see the keyboard. */
  readonly isTrusted: boolean;
}): string | null {
  const { platform, environment, isTrusted } = machine;
  if (platform === 'darwin' && !isTrusted)
    return 'To talk while you hold the shortcut, allow Parley in System Settings under Privacy & Security, Accessibility. Until then press it once to start and once more to stop.';
  if (platform !== 'linux') return null;
  if (environment['XDG_SESSION_TYPE'] === 'wayland' || environment['WAYLAND_DISPLAY'])
    return 'Wayland shows no keys to apps: bind a key of your desktop to "parley talk toggle".';
  return environment['DISPLAY'] ? null : 'There is no screen here, so there is no shortcut.';
}

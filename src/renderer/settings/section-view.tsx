import { AboutSection } from './about-section.tsx';
import { ApprovalsSection } from './approvals-section.tsx';
import { AssistantSection } from './assistant-section.tsx';
import { DataSection } from './data-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { LiveKitSection } from './livekit-section.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';
import { VoiceSection } from './voice-section.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';
import type { SettingsSection } from '../shell/route.ts';

interface SectionViewProps {
  readonly section: SettingsSection;
  readonly item: string | null;
  readonly settings: Settings;
  readonly status: AppStatus;
}

export function SectionView({ section, item, settings, status }: SectionViewProps): ReactNode {
  switch (section) {
    case 'general':
      return <GeneralSection settings={settings} />;
    case 'assistant':
      return <AssistantSection settings={settings} status={status} profile={item} />;
    case 'providers':
      return <ProvidersSection settings={settings} status={status} />;
    case 'voice':
      return <VoiceSection settings={settings} />;
    case 'shortcuts':
      return <ShortcutsSection settings={settings} note={status.shortcutNote} />;
    case 'approvals':
      return <ApprovalsSection />;
    case 'livekit':
      return <LiveKitSection settings={settings} status={status} />;
    case 'data':
      return <DataSection settings={settings} conversation={item} />;
    case 'about':
      return <AboutSection version={status.version} dataDir={status.dataDir} />;
  }
}

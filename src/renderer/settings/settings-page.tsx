import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { PageHead } from '../shell/page-head.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { AssistantSection } from './assistant-section.tsx';
import { ProfileProblems } from './profile-problems.tsx';
import { ProviderSection } from './provider-section.tsx';
import { VoiceSection } from './voice-section.tsx';
import type { ReactNode } from 'react';

export function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const settings = useLive('settings.changed');
  const status = useLive('status.changed');
  return (
    <div className="page page-narrow">
      <PageHead title={t('places.settings')} />
      <ProfileProblems status={status} />
      {settings && status ? (
        <>
          <ProviderSection settings={settings} status={status} />
          <AssistantSection settings={settings} status={status} />
          <VoiceSection settings={settings} />
        </>
      ) : (
        <Skeleton lines={8} />
      )}
      <AppearanceSection />
      <AboutSection version={status?.version ?? null} />
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { useNameOf } from '../shell/viewer.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import type { ReactNode } from 'react';

/** Who is in the room, and whose words are being listened to. */
export function People(): ReactNode {
  const { t } = useTranslation();
  const talk = useLive('talk.changed');
  const nameOf = useNameOf();
  const people = talk?.participants ?? [];
  return (
    <section className="side-section">
      <h2 className="side-title">{t('people.title')}</h2>
      {people.length === 0 && <p className="quiet">{t('people.none')}</p>}
      <ul className="people" aria-label={t('people.title')}>
        {people.map(({ identity, name }) => (
          <li key={identity} className="person" data-floor={talk?.floor === identity}>
            <span className="dot" data-tone={talk?.floor === identity ? 'busy' : 'good'} aria-hidden="true" />
            <span className="person-name">{toVisibleText(nameOf({ identity, name }))}</span>
            {talk?.floor === identity && <span className="quiet">{t('people.floor')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

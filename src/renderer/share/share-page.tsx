import { useTranslation } from 'react-i18next';
import { PageHead } from '../shell/page-head.tsx';
import { People } from '../talk/people.tsx';
import type { ReactNode } from 'react';

/** Says honestly what sharing can do now: show who is here. */
export function SharePage(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="page page-narrow">
      <PageHead title={t('places.share')} />
      <section className="card">
        <h2>{t('share.linksTitle')}</h2>
        <p>{t('share.links')}</p>
        <p className="quiet">{t('share.token')}</p>
        <pre className="code-block">parley room token main phone</pre>
      </section>
      <section className="card">
        <People />
      </section>
    </div>
  );
}

/**
 * Who looks at this page: its owner, or somebody on a device that came by a link. Views ask here what to show and how to name people.
 */
import { createContext, use, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnIdentity } from '../voice/voice-context.tsx';
import { isOwnerIdentity } from '../../contract/index.ts';
import type { ShareRole } from '../../contract/index.ts';

export interface Viewer {
  readonly role: ShareRole;
  /** Who a device that came by a link is in the room; null in the owner's own windows. */
  readonly deviceIdentity: string | null;
}

const ownersWindow: Viewer = { role: 'owner', deviceIdentity: null };

export const ViewerContext = createContext<Viewer>(ownersWindow);

export function useViewer(): Viewer {
  return use(ViewerContext);
}

/** What the host calls an owner's window that has no name of its own; on another person's device it would be wrong. */
const namelessOwner = 'You';

/** How a person is called on this page. */
export function useNameOf(): (person: { readonly identity: string; readonly name: string }) => string {
  const { t } = useTranslation();
  const { role, deviceIdentity } = useViewer();
  const own = useOwnIdentity();
  return useCallback(
    ({ identity, name }) => {
      const isMe = identity === own || identity === deviceIdentity || (role === 'owner' && isOwnerIdentity(identity));
      if (isMe) return t('talk.you');
      return isOwnerIdentity(identity) && name === namelessOwner ? t('people.owner') : name || identity;
    },
    [t, own, deviceIdentity, role],
  );
}

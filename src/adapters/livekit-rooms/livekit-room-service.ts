/**
 * Rooms and participants of one LiveKit, over its server API.
 *
 * Path: core/rooms → here → livekit-server or LiveKit Cloud. The SDK's shapes and errors end here.
 * Removing a participant asks for the revocation of its tokens, which Cloud does and livekit-server 1.13.4 ignores (tried:
 * an unexpired token joins again). So whoever withdraws a right keeps tokens short-lived and removes again.
 */
import { RoomServiceClient, TwirpError, type ParticipantInfo, type Room } from 'livekit-server-sdk';
import { AppError, RoomName, type ErrorCode, type ParticipantView, type RoomView } from '../../contract/index.ts';
import type { Grant, LiveKitAccess, RoomService } from '../../core/ports.ts';
import { mintToken, refuseWeakSecret } from './mint-token.ts';
import { toRoomTimes } from './room-times.ts';

const requestTimeoutSeconds = 5;
/** `ParticipantInfo.Kind.AGENT` of livekit_models.proto; the SDK does not export the enum. */
const agentKind = 4;

export class LiveKitRoomService implements RoomService {
  mintToken(access: LiveKitAccess, grant: Grant): Promise<string> {
    return mintToken(access, grant);
  }

  async listRooms(access: LiveKitAccess): Promise<RoomView[]> {
    const rooms = await ask(access, 'rooms/unknown-room', (client) => client.listRooms());
    return rooms.flatMap((room) => (RoomName.safeParse(room.name).success ? [toRoomView(room)] : []));
  }

  async createRoom(access: LiveKitAccess, room: RoomName, emptyTimeoutMs: number): Promise<RoomView> {
    return toRoomView(
      await ask(access, 'rooms/unknown-room', (client) =>
        client.createRoom({ name: room, ...toRoomTimes(emptyTimeoutMs) }),
      ),
    );
  }

  deleteRoom(access: LiveKitAccess, room: RoomName): Promise<void> {
    return ask(access, 'rooms/unknown-room', (client) => client.deleteRoom(room));
  }

  async listParticipants(access: LiveKitAccess, room: RoomName): Promise<ParticipantView[]> {
    const participants = await ask(access, 'rooms/unknown-room', (client) => client.listParticipants(room));
    return participants.map(toParticipantView);
  }

  removeParticipant(access: LiveKitAccess, room: RoomName, identity: string): Promise<void> {
    const revokeTokenTs = BigInt(Math.floor(Date.now() / 1000) + 1);
    return ask(access, 'rooms/unknown-participant', (client) =>
      client.removeParticipant(room, identity, { revokeTokenTs }),
    );
  }

  muteParticipant(access: LiveKitAccess, room: RoomName, identity: string): Promise<void> {
    return ask(access, 'rooms/unknown-participant', async (client) => {
      const { tracks } = await client.getParticipant(room, identity);
      await Promise.all(tracks.map((track) => client.mutePublishedTrack(room, identity, track.sid, true)));
    });
  }
}

async function ask<Answer>(
  access: LiveKitAccess,
  notFound: ErrorCode,
  request: (client: RoomServiceClient) => Promise<Answer>,
): Promise<Answer> {
  refuseWeakSecret(access);
  const client = new RoomServiceClient(access.url, access.apiKey, access.apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });
  try {
    return await request(client);
  } catch (error) {
    throw toAppError(error, notFound);
  }
}

function toAppError(error: unknown, notFound: ErrorCode): AppError {
  const status = error instanceof TwirpError ? error.status : null;
  if (status === 404) {
    const what =
      notFound === 'rooms/unknown-room' ? 'That room does not exist.' : 'Nobody of that name is in the room.';
    return new AppError(notFound, what, { cause: error });
  }
  if (status === 401 || status === 403) {
    return new AppError('livekit/refused', 'LiveKit refused the API key and secret: check them in the settings.', {
      cause: error,
    });
  }
  return new AppError('livekit/unreachable', 'LiveKit did not answer: check its address, or that its server runs.', {
    cause: error,
  });
}

function toRoomView(room: Room): RoomView {
  const createdAtMs = room.creationTimeMs > 0n ? Number(room.creationTimeMs) : Number(room.creationTime) * 1000;
  return { name: RoomName.parse(room.name), participants: room.numParticipants, createdAtMs };
}

function toParticipantView(participant: ParticipantInfo): ParticipantView {
  const joinedAtMs = participant.joinedAtMs > 0n ? Number(participant.joinedAtMs) : Number(participant.joinedAt) * 1000;
  return {
    identity: participant.identity,
    name: participant.name,
    kind: Number(participant.kind) === agentKind ? 'agent' : 'person',
    joinedAtMs,
    publishing: participant.tracks.length > 0,
  };
}

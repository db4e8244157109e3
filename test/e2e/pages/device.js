/* A device's side of a link, in a page: joins over HTTPS, speaks the bridge, enters the room. In the page as `device`. */
(() => {
  const { Room, RoomEvent, createLocalAudioTrack } = globalThis.LivekitClient;
  let socket = null;
  let room = null;
  let lost = null;
  let lastId = 0;

  const join = async (code, name, accessCode = '') => {
    const body = JSON.stringify({ code, name, accessCode });
    const response = await fetch('/api/join', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return response.json();
  };

  const invoke = (method, input) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const listener = ({ data }) => {
        const message = JSON.parse(data);
        if (message.id !== id) return;
        socket.removeEventListener('message', listener);
        if (message.ok) resolve(message.output);
        else reject(Object.assign(new Error(message.error.message), message.error));
      };
      socket.addEventListener('message', listener);
      socket.send(JSON.stringify({ id, method, input }));
    });

  globalThis.device = {
    async joinByLink(code, name) {
      const { sessionToken } = await join(code, name);
      socket = new WebSocket(`wss://${location.host}/bridge`, ['parley-bridge', sessionToken]);
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
      return invoke('talk.join', {});
    },
    async enterRoom(livekitUrl, token) {
      room = new Room();
      lost = new Promise((resolve) => room.on(RoomEvent.Disconnected, () => resolve(Date.now())));
      await room.connect(livekitUrl, token, { maxRetries: 0, peerConnectionTimeout: 3_000 });
      await room.localParticipant.publishTrack(await createLocalAudioTrack());
    },
    out: () => lost,
    sees: (name) =>
      new Promise((resolve) => {
        const look = () => {
          if ([...room.remoteParticipants.values()].some((one) => one.name === name)) resolve();
        };
        room.on(RoomEvent.ParticipantConnected, look);
        look();
      }),
    refused: (method) =>
      invoke(method, {}).then(
        () => 'allowed',
        ({ code }) => code,
      ),
    bad: (code, accessCode) => join(code, '', accessCode),
  };
})();

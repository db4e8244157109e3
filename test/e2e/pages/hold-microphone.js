/* Runs in the page before its own code: a microphone that is asked for opens when the test says so, as one does for a person who looks at the question first. */
{
  const gate = Promise.withResolvers();
  globalThis.openMicrophone = gate.resolve;

  const { mediaDevices } = navigator;
  const open = mediaDevices?.getUserMedia.bind(mediaDevices);
  if (open)
    mediaDevices.getUserMedia = async (constraints) => {
      await gate.promise;
      return open(constraints);
    };
}

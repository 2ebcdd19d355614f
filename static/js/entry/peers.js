// Other tabs of the same person on the same month: what one saves, the others show.

export class Peers {
  constructor(name, heard) {
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
    this.channel?.addEventListener("message", ({ data }) => heard(data.key, data.value));
  }

  tell(key, value) {
    this.channel?.postMessage({ key, value });
  }
}

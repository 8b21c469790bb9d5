// A TCP port before a server, which a test can close, cut, or turn into a black hole.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpGate {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private swallowing = false;
  private kept: number | undefined;

  /** @param behind the port of the server */
  constructor(readonly behind: number) {}

  /** The port that stays the same while the gate closes and opens. */
  get port(): number {
    if (this.kept === undefined) throw new Error('the gate was never open');
    return this.kept;
  }

  async open(): Promise<void> {
    this.swallowing = false;
    const server = createServer((near) => this.join(near));
    server.listen(this.kept ?? 0, '127.0.0.1');
    await once(server, 'listening');
    this.kept = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Refuses connections and cuts those that stand. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.cut();
    if (server?.listening === true) await new Promise((resolve) => server.close(resolve));
  }

  /** Cuts the connections that stand; new ones are taken. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  /** From now on nothing comes through, either way, on any connection: nobody is told. */
  swallow(): void {
    this.swallowing = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** Ends swallowing for connections made from now on; those swallowed stay dead. */
  letThrough(): void {
    this.swallowing = false;
  }

  private join(near: Socket): void {
    const far = connect(this.behind, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (bytes) => {
        if (!other.write(bytes)) socket.pause();
      });
      socket.on('drain', () => {
        if (!this.swallowing) other.resume();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      if (this.swallowing) socket.pause();
    }
  }
}

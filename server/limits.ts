// Every limit and timeout of the server, in one place, each with its reason. Times in milliseconds, sizes in bytes.
export const limits = {
  /** Largest JSON body: an incident is under 10 kB; files are imported from the command line, not over HTTP. */
  bodyBytes: 1_048_576,
  /** GeoJSON's own nesting is 7 deep; anything much deeper is an attack on a recursive parser or walker. */
  jsonDepth: 32,
  /** A path segment is a code or an id. */
  pathParameterCharacters: 128,
  /** Vertices of one geometry that an API accepts; the largest district outline seen has 80,000. */
  geometryVertices: 200_000,
  /** Rows of one `unnest` batch: at most 100 ms on the built-in engine, where everybody shares one connection. */
  batchRows: 2_000,

  /** The request line and all headers; Node's own default. A browser with many cookies sends some 4 kB. */
  headBytes: 16_384,
  /** From the connection, or the first byte of a further request, to the end of its headers, which fit one packet. */
  headersMs: 10_000,
  /** From the first byte of a request to the last: an hour, for an upload of some gigabytes. Slow senders are dropped by
   * `stallMs`, small bodies by `smallBodyMs`. */
  requestMs: 3_600_000,
  /** Who owes bytes of a body, or owes taking those of an answer, and moves less than this for `stallMs` is dropped: a phone on its
   * slowest network does twice as much, an attacker does as little as possible. */
  leastBytesPerSecond: 4_096,
  stallMs: 15_000,
  /** For a body that says it is no larger than `bodyBytes`, all of it. */
  smallBodyMs: 25_000,
  /** How often slow connections are looked for; with `stallMs` they are gone after 19 s at the latest, 12 s those slow with headers. */
  connectionCheckMs: 2_000,
  /** Connections of one process; beyond them new ones are refused, before memory and file handles run out. */
  connections: 10_000,
  /** A socket on which nothing happens at all. */
  connectionMs: 60_000,
  /** A handler that has not answered by then never will; above the statement timeout, which is the better message. */
  handlerMs: 45_000,
  /** Idle keep-alive: above the usual 60 s of a proxy in front, which must be the one that closes first. */
  keepAliveMs: 72_000,

  /** At stop: the time in which clients get an answer with `connection: close` on connections that they keep. Longer would help only
   * those that ask less than once in it, and each Ctrl-C waits for it. */
  drainMs: 2_000,
  /** At stop: how long a moment without arrivals is looked for before the port is closed. */
  quietMs: 500,
  /** At stop: who has just connected has this long to say what for. */
  newcomerMs: 1_000,
  /** At stop: answers under way may take this long; what is left then is cut off. */
  finishMs: 4_000,
  /** At stop, after all else: then the process ends whatever it still waits for. A supervisor kills after 10 s or more. */
  stopMs: 9_000,

  /** Waiting for a connection, a free one or a new one: then the database counts as gone. */
  connectMs: 5_000,
  /** The same on the built-in engine, where an import's final move is waited for. */
  embeddedConnectMs: 60_000,
  /** One statement of a request. Commands state their own (`TransactionOptions`). */
  statementMs: 30_000,
  /** Waiting for a lock: an import's final move holds a region's writers for seconds, not for minutes. */
  lockMs: 20_000,
  /** A client that died between two statements gives its locks back. */
  idleInTransactionMs: 60_000,
  /** An idle connection to the database is probed after this time, so that a silent firewall is noticed. */
  keepAliveProbeMs: 10_000,
  /** Open connections of one process, to the primary and again to the standby. */
  poolConnections: 10,

  /** A standby further behind is not read: what others wrote is seen within a second everywhere else too. */
  standbyLagMs: 1_000,
  /** How often it is looked at; a quarter of the permitted lag, so that one slow look does not lose it. */
  standbyProbeMs: 250,
  /** The same after an own write, until the standby has it: it usually takes some milliseconds. */
  standbyCatchUpMs: 20,
  /** A standby that does not answer within this time is given up; the primary is there. */
  standbyConnectMs: 1_000,
  /** The same for a statement: it is beyond the statement timeout, so the machine must be gone. */
  standbyAnswerMs: 31_000,

  /** Kept free on the disk of the built-in database: two segments of its log, and what one statement writes before the next look. */
  reservedBytes: 128_000_000,
  /** How long a look at the disk holds. */
  freeSpaceMs: 250,

  /** The metrics go without a figure that the database does not give by then; Prometheus gives up after 10 s. */
  metricsMs: 1_000,
  /** What `Retry-After` says while the database is gone; it is looked for again at each request. */
  retryAfterSeconds: 2,
} as const;

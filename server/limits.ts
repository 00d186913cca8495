// Every limit and timeout of the server, in one place, each with its reason. Times in milliseconds, sizes in bytes.
export const limits = {
  /** Largest JSON body: an incident is under 10 kB. What takes more says so: bulk upserts, lookups, uploads. */
  bodyBytes: 1_048_576,
  /** Rows of one bulk upsert: one transaction that holds the region's writers for about a second. */
  bulkRows: 10_000,
  /** 10,000 rows of 400 to 1,000 bytes each; an import takes files of any size. */
  bulkBodyBytes: 10_485_760,
  /** Rows of a bulk upsert checked in one turn of the event loop: about 10 ms. */
  bulkRowsPerTurn: 1_000,
  /** Faults of a refused bulk upsert that are listed; all are counted. */
  bulkListedFaults: 1_000,
  /** GeoJSON's own nesting is 7 deep; anything much deeper is an attack on a recursive parser or walker. */
  jsonDepth: 32,
  /** A path segment is a code or an id. */
  pathParameterCharacters: 128,
  /** Vertices of one geometry that an API accepts; the largest district outline seen has 80,000. */
  geometryVertices: 200_000,
  /** Rows of one `unnest` batch: at most 100 ms on the built-in engine, where everybody shares one connection. */
  batchRows: 2_000,

  /** Text of one batch that a backup reads or a restore writes: keeps memory flat where a row holds a district's outline. */
  backupBatchCharacters: 4_000_000,
  /** Text of one batch of an export: several may be under way. */
  exportBatchCharacters: 2_000_000,
  /** Exports under way that write a temporary file, as large as what they export; another one is told to come back. */
  exportFilesAtOnce: 4,
  /** An export from the first byte to the last: a district is done in half a minute, a slow line may take long. */
  exportMs: 3_600_000,
  /** One line of a backup; the largest row, an outline of 200,000 vertices, has 8 million characters. */
  backupLineCharacters: 64_000_000,

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
  stallMs: 10_000,
  /** For a body that says it is no larger than `bodyBytes`, all of it. */
  smallBodyMs: 25_000,
  /** How often slow connections are looked for. The system's buffers take megabytes before a client's slowness shows, which makes
   * its first period look fast: with two of `stallMs` it is gone after 22 s, one that is slow with headers after 12 s. */
  connectionCheckMs: 2_000,
  /** Connections of one process; beyond them new ones are refused, before memory and file handles run out. */
  connections: 10_000,
  /** Points of one JSON lookup; more are streamed, as newline-delimited JSON or CSV. */
  locatePoints: 10_000,
  /** Body of a JSON lookup: 10,000 points of 400 bytes, ids included. */
  locateBodyBytes: 4_194_304,
  /** One row of a streamed lookup: a point and whatever else the caller's file has beside it. */
  locateRowCharacters: 65_536,
  /** Answers of a streamed lookup that wait for a client which sends everything before it reads: in memory, ... */
  spoolMemoryBytes: 1_048_576,
  /** ... and in a temporary file: some four million compact rows. Beyond, the server reads on when the client does. */
  spoolFileBytes: 268_435_456,

  /** Entries of a zipped Shapefile: several layers of a dozen files each. */
  archiveEntries: 10_000,
  /** What it unpacks to; a .dbf alone holds 2 GB at most, and so does a .shp. */
  archiveBytes: 8_000_000_000,
  /** Padding packs up to about 200 times; beyond that, and beyond a size that costs nothing, it is a bomb. */
  archiveRatio: 300,
  archiveFreeBytes: 50_000_000,
  /** A file uploaded to be imported, unpacked where it was sent with gzip: a city's households are under 1 GB. */
  uploadBytes: 2_147_483_648,
  /** Uploads of one region that wait or run: each may hold a file of that size. */
  openImports: 20,
  /** How often a running import writes how far it has come, and looks whether it was cancelled. */
  jobProgressMs: 500,

  /** A socket on which nothing happens at all. */
  connectionMs: 60_000,
  /** A handler that has not answered by then never will; above the statement timeout, which is the better message. */
  handlerMs: 45_000,
  /** An answer that is streamed while the client reads: 100 MB of grids over 2 Mbit/s. A client that stalls goes sooner. */
  streamMs: 600_000,
  /** Features in one page: a whole district's grids. They are streamed, so that the memory does not grow with it. */
  featuresInPage: 10_000,
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
  /** Incidents of one page of a dispatcher's list when `limit` does not say: more than anybody reads through. */
  queuePage: 100,
  /** The same at most: about 300 kB, and 15 ms of the database. */
  mostQueuePage: 500,
  /** How far around a place a dispatcher's list looks: beyond it is another part of the town. */
  queueWithinM: 5_000,

  /** Rows of one sort that a search looks at for one rank; of what fits more, nobody has typed enough yet. A few ms. */
  searchedRows: 2_000,
  /** The same of addresses, which are personal and lie apart: each is looked up once more. */
  searchedAddresses: 500,
  /** Changes of one page of /changes when `limit` does not say. */
  changesPerPage: 100,
  /** Changes of one page at most, and of one write to an event stream: about 300 kB. */
  mostChangesPerPage: 1_000,
  /** Newest changes of a region kept in memory for the event streams; who is further behind reads the database. */
  changesInMemory: 1_000,
  /** How often `change` is looked at while somebody listens; own commits are told at once. */
  changePollMs: 1_000,
  /** Open event streams of one process: each is a socket and about 10 kB. */
  eventStreams: 500,
  /** A comment line keeps an idle stream open: well below `connectionMs` and what proxies allow. */
  heartbeatMs: 15_000,
  /** A listener that has not taken what was sent for so long is dropped; it resumes by Last-Event-ID. */
  slowListenerMs: 30_000,
  /** What `retry` tells a browser to wait before it opens a broken stream again. */
  eventRetryMs: 2_000,

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

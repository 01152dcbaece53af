import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import {
  createFakeDatabase,
  type Appended,
  type Expected,
  type FakeDatabase,
  type FakeRecord,
  type Proposed,
} from './fake-database.ts';
import { any, empty, features, featuresService, grpc, shared, status, streams, streamsService } from './stubs.ts';

export type FakeKurrent = {
  readonly url: string;
  readonly port: number;
  readonly database: FakeDatabase;
  /** The node dies: every connection is cut. What it keeps stays in `database`. */
  readonly die: () => void;
  /** From now on it takes appends and never answers; they are kept or not, as told. `answer` ends that. */
  readonly hang: (how: 'keep' | 'lose' | 'answer') => void;
  /** How many appends it took without an answer. */
  readonly unanswered: () => number;
};

export type FakeOptions = {
  /** Whether appends come as one long batch stream or as a call each: the client asks, and has a path for both. */
  readonly appends: 'batch' | 'unary';
  readonly database?: FakeDatabase;
  readonly port?: number;
};

/** A KurrentDB node in this process, made from the official client's own stubs; the real client talks to it over gRPC. */
export async function startFakeKurrent({
  appends,
  database = createFakeDatabase(),
  port = 0,
}: FakeOptions): Promise<FakeKurrent> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
  let hanging: 'keep' | 'lose' | 'answer' = 'answer';
  let unanswered = 0;
  const append = (stream: string, expected: Expected, events: readonly Proposed[]): Appended | undefined => {
    if (hanging !== 'answer') unanswered += 1;
    if (hanging === 'lose') return undefined;
    const result = database.append(stream, expected, events);
    return hanging === 'keep' ? undefined : result;
  };

  server.addService(featuresService.ServerFeaturesService, {
    getSupportedMethods(_call: unknown, done: sendUnaryData<InstanceType<typeof features.SupportedMethods>>) {
      const names = ['read', 'append', ...(appends === 'batch' ? ['batchappend'] : [])];
      const methods = names.map((name) =>
        new features.SupportedMethod().setServiceName('event_store.client.streams.Streams').setMethodName(name),
      );
      done(null, new features.SupportedMethods().setEventStoreServerVersion('25.0.0').setMethodsList(methods));
    },
  });
  server.addService(streamsService.StreamsService, {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, done: sendUnaryData<AppendResp>) =>
      appendOne(append, call, done),
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => appendBatches(append, call),
    read: (call: ServerWritableStream<ReadReq, ReadResp>) => answerRead(database, call),
    delete: refuse,
    tombstone: refuse,
  });

  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, taken) =>
      error === null ? resolve(taken) : reject(error),
    );
  });
  return {
    url: `kurrentdb://127.0.0.1:${bound}?tls=false`,
    port: bound,
    database,
    die: () => server.forceShutdown(),
    hang(how) {
      hanging = how;
    },
    unanswered: () => unanswered,
  };
}

type Append = (stream: string, expected: Expected, events: readonly Proposed[]) => Appended | undefined;

function refuse(_call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>): void {
  done({ code: grpc.status.UNIMPLEMENTED, details: 'the event store never asks for this' });
}

function appendOne(
  append: Append,
  call: ServerReadableStream<AppendReq, AppendResp>,
  done: sendUnaryData<AppendResp>,
): void {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposed(message));
  });
  call.on('end', () => {
    const expected = options?.hasNoStream()
      ? -1
      : options?.hasAny()
        ? 'any'
        : options?.hasStreamExists()
          ? 'exists'
          : Number(options?.getRevision());
    const result = append(nameOf(options), expected, events);
    if (result === undefined) return;
    if (result.ok) {
      const position = new streams.AppendResp.Position()
        .setCommitPosition(`${result.place}`)
        .setPreparePosition(`${result.place}`);
      const success = new streams.AppendResp.Success().setCurrentRevision(`${result.revision}`).setPosition(position);
      return done(null, new streams.AppendResp().setSuccess(success));
    }
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (result.current < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(`${result.current}`);
    if (typeof expected === 'number' && expected >= 0) wrong.setExpectedRevision(`${expected}`);
    else wrong.setExpectedNoStream(new shared.Empty());
    done(null, new streams.AppendResp().setWrongExpectedVersion(wrong));
  });
}

function appendBatches(append: Append, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const open = new Map<string, { options: BatchAppendReq.Options | undefined; events: Proposed[] }>();
  call.on('data', (request: BatchAppendReq) => {
    const correlation = request.getCorrelationId()?.getString() ?? '';
    const batch = open.get(correlation) ?? { options: request.getOptions(), events: [] };
    open.set(correlation, batch);
    batch.events.push(...request.getProposedMessagesList().map(proposed));
    if (!request.getIsFinal()) return;
    open.delete(correlation);
    const { options, events } = batch;
    const expected = options?.hasNoStream()
      ? -1
      : options?.hasAny()
        ? 'any'
        : options?.hasStreamExists()
          ? 'exists'
          : Number(options?.getStreamPosition());
    const result = append(nameOf(options), expected, events);
    if (result === undefined) return;
    const response = new streams.BatchAppendResp()
      .setCorrelationId(request.getCorrelationId())
      .setStreamIdentifier(options?.getStreamIdentifier());
    if (result.ok) {
      const position = new shared.AllStreamPosition()
        .setCommitPosition(`${result.place}`)
        .setPreparePosition(`${result.place}`);
      response.setSuccess(
        new streams.BatchAppendResp.Success().setCurrentRevision(`${result.revision}`).setPosition(position),
      );
    } else {
      const wrong = new shared.WrongExpectedVersion();
      if (result.current < 0) wrong.setCurrentNoStream(new empty.Empty());
      else wrong.setCurrentStreamRevision(`${result.current}`);
      const details = new any.Any();
      details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
      response.setError(new status.Status().setMessage('wrong expected version').setDetails(details));
    }
    call.write(response);
  });
  call.on('end', () => call.end());
}

function answerRead(database: FakeDatabase, call: ServerWritableStream<ReadReq, ReadResp>): void {
  const options = call.request.getOptions();
  if (options === undefined) return void call.end();
  const wanted = wantedBy(options);
  if (options.hasSubscription()) return follow(database, call, wanted, startOf(options));

  const stream = options.getStream();
  const known = database.all.filter(wanted);
  if (stream !== undefined && known.length === 0) {
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(stream.getStreamIdentifier());
    call.write(new streams.ReadResp().setStreamNotFound(missing));
    return void call.end();
  }
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const from = startOf(options);
  const records = backwards
    ? known.toReversed()
    : known.filter((record) => (stream ? BigInt(record.revision) : record.place) >= from);
  for (const record of records.slice(0, Number(options.getCount()))) call.write(readEvent(record));
  call.end();
}

function follow(
  database: FakeDatabase,
  call: ServerWritableStream<ReadReq, ReadResp>,
  wanted: (record: FakeRecord) => boolean,
  after: bigint,
): void {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID());
  call.write(new streams.ReadResp().setConfirmation(confirmed));
  let sent = database.all.findIndex((record) => record.place > after);
  if (sent < 0) sent = database.all.length;
  const send = () => {
    for (; sent < database.all.length; sent += 1) {
      const record = database.all[sent];
      if (record !== undefined && wanted(record)) call.write(readEvent(record));
    }
  };
  send();
  call.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
  const stop = database.watch(send);
  call.on('cancelled', stop);
  call.on('close', stop);
}

/** Which records a read is about: one stream, or all that pass its filter. */
function wantedBy(options: ReadReq.Options): (record: FakeRecord) => boolean {
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = nameOf(stream);
    return (record) => record.stream === name;
  }
  const byStream = options.getFilter()?.getStreamIdentifier();
  const byType = options.getFilter()?.getEventType();
  const expression = byStream ?? byType;
  if (expression === undefined) return () => true;
  const prefixes = expression.getPrefixList();
  const pattern = expression.getRegex();
  return (record) => {
    const text = byStream === undefined ? record.type : record.stream;
    return prefixes.length > 0
      ? prefixes.some((prefix) => text.startsWith(prefix))
      : new RegExp(pattern, 'u').test(text);
  };
}

/** A revision or a commit position; the end is beyond all. */
function startOf(options: ReadReq.Options): bigint {
  const stream = options.getStream();
  const all = options.getAll();
  if (stream?.hasEnd() === true || all?.hasEnd() === true) return 2n ** 64n;
  if (stream?.hasRevision() === true) return BigInt(stream.getRevision());
  const position = all?.getPosition();
  return position === undefined ? 0n : BigInt(position.getCommitPosition());
}

function readEvent(record: FakeRecord): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(record.stream).toString('base64')))
    .setStreamRevision(`${record.revision}`)
    .setCommitPosition(`${record.place}`)
    .setPreparePosition(`${record.place}`)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  recorded
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', '17672256000000000');
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(`${record.place}`),
  );
}

function proposed(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  return {
    id: message.getId()?.getString() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

type Named = Pick<AppendReq.Options, 'getStreamIdentifier'>;

function nameOf(options: Named | undefined): string {
  return Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}

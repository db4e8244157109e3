/**
 * One tool call from its name to its result, the same for the model and for the owner's hand.
 *
 * Path: tools.call | mcp.call -> here: catalogue -> arguments -> validation -> approval -> queue -> server -> words -> log.
 * Always: the id is minted before anything acts; what was approved is what is sent; every call is shown at each step and
 * logged once; a failure is said in words and never hangs.
 */
import { AppError, CallId, isDeeper, maximumDepth, toWireError } from '../../contract/index.ts';
import type {
  Approval,
  CallApproval,
  CallStatus,
  CallView,
  RoomName,
  ToolWords,
  TurnId,
} from '../../contract/index.ts';
import type { ApprovalOutcome, Approvals } from '../approvals/approvals.ts';
import { decideApproval, isDestructive, mayAllowAloud } from '../approvals/decide-approval.ts';
import type { Clock, Hasher, Ids, Logger, RawToolResult, SchemaValidator, ToolDefinition } from '../ports.ts';
import type { CallQueue } from './call-queue.ts';
import type { CallStream } from './call-stream.ts';
import { definitionHash, launchText } from './canonical.ts';
import { failureForModel, toModelText } from './model-text.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Registry } from './registry.ts';
import { sendCall, startWaitMs } from './send-call.ts';
import type { ToolGrants } from './tool-grants.ts';

const tooDeep = `The tool was called, but its result is nested more than ${maximumDepth} levels deep and was left out.`;

/** Per call, where the entry names none. */
const callTimeoutMs = 30_000;

/** What a call is made with; the same for all. */
export interface CallParts {
  readonly registry: Registry;
  readonly toolGrants: ToolGrants;
  readonly approvals: Approvals;
  readonly queue: CallQueue;
  readonly stream: CallStream;
  readonly validator: SchemaValidator;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Who wants which tool called, and with what. */
export interface CallRequest {
  readonly server: string;
  readonly tool: string;
  /** JSON text, as a model writes it. */
  readonly arguments: string;
  readonly room: RoomName | null;
  readonly device: string | null;
  /** A guest's words, not its owner's, asked for it. */
  readonly isGuest: boolean;
  readonly turnId: TurnId | null;
}

/** How a call ended. `text` is what the model is told, `error` what people are. */
export interface CallOutcome {
  readonly id: CallId;
  readonly result: RawToolResult | null;
  readonly error: AppError | null;
  readonly text: string;
  readonly isError: boolean;
}

/** Makes the call. Never throws: a failure is an outcome with its error. */
export async function callTool(parts: CallParts, request: CallRequest, signal: AbortSignal): Promise<CallOutcome> {
  const call = new RunningCall(parts, request);
  try {
    const result = await perform(parts, request, call, signal);
    if (isDeeper(result, maximumDepth)) throw new AppError('mcp/result-too-large', tooDeep);
    return call.answered(result);
  } catch (error) {
    if (!(error instanceof AppError)) {
      parts.logger.log('error', 'a tool call failed unexpectedly', {
        server: request.server,
        tool: request.tool,
        error: String(error),
      });
    }
    const known = toWireError(error);
    return call.failed(
      error instanceof AppError ? error : new AppError(known.code, known.message, { cause: error }),
      signal.aborted,
    );
  }
}

async function perform(
  parts: CallParts,
  request: CallRequest,
  call: RunningCall,
  signal: AbortSignal,
): Promise<RawToolResult> {
  const { registry, queue, validator, clock } = parts;
  const server = registry.server(request.server);
  const args = parseArguments(request.arguments);
  call.arguments = args;
  await server.usable(startWaitMs, signal);
  const { entry } = server;
  const refuseOther = (): void => {
    const present = registry.server(request.server).entry;
    if (present !== entry && launchText(present) !== launchText(entry)) throw changedMeanwhile(request.tool);
  };
  const definition = registry.tool(request.server, request.tool);
  if (!definition)
    throw new AppError('mcp/unknown-tool', `The server "${request.server}" has no tool "${request.tool}" (any more).`);
  const misfit = await validator.validate(definition.inputSchema, args);
  if (misfit !== null) throw new AppError('mcp/bad-arguments', `The arguments do not fit the tool: ${misfit}`);
  await approve(parts, request, { definition, args, refuseOther }, call, signal);

  return queue.run(request.server, signal, () =>
    sendCall({ server, clock, definition, args, signal, timeoutMs: server.entry.timeoutMs ?? callTimeoutMs }, () => {
      refuseOther();
      refuseIfChanged(parts, request, definition);
      call.show('running');
    }),
  );
}

/** After every wait: the tool is still the one that was approved, and its owner has not refused it meanwhile. */
function refuseIfChanged(
  { registry, toolGrants, hasher }: CallParts,
  request: CallRequest,
  seen: ToolDefinition,
): void {
  const { server, tool } = request;
  const present = registry.tool(server, tool);
  const isSame = present === seen || (present && definitionHash(hasher, present) === definitionHash(hasher, seen));
  if (isSame && toolGrants.approval(server, tool) !== 'deny') return;
  throw changedMeanwhile(tool);
}

const changedMeanwhile = (tool: string): AppError =>
  new AppError('mcp/tool-changed', `"${tool}" changed while it waited. Nothing was sent; ask again.`);

/** What its owner is asked about. `refuseOther` throws where another program stands under the server's name by now. */
interface Asked {
  readonly definition: ToolDefinition;
  readonly args: Readonly<Record<string, unknown>>;
  refuseOther(): void;
}

async function approve(
  parts: CallParts,
  request: CallRequest,
  { definition, args, refuseOther }: Asked,
  call: RunningCall,
  signal: AbortSignal,
): Promise<void> {
  const { registry, toolGrants } = parts;
  const { server, tool } = request;
  const facts = {
    server: registry.server(server).entry.approval ?? 'ask',
    tool: toolGrants.approval(server, tool),
    annotations: definition.annotations ?? {},
    changed: toolGrants.isChanged(server, tool),
    isGuest: request.isGuest,
  };
  const decision = decideApproval(facts);
  if (decision === 'run') return;
  if (decision === 'refuse') {
    call.approval = 'refused-by-policy';
    throw new AppError('approvals/denied', `"${tool}" is set to never run, so nothing was sent.`);
  }
  call.show('awaiting-approval');
  const question = {
    id: call.id,
    server,
    tool,
    arguments: { ...args },
    description: definition.description ?? '',
    destructive: isDestructive(definition.annotations ?? {}),
    changed: changeOf(toolGrants, server, definition),
    room: request.room,
    byVoice: mayAllowAloud(facts),
  };
  const answer = await parts.approvals.request(question, signal);
  if (answer === 'once' || answer === 'always') refuseOther();
  await obey(answer, parts, server, definition, call);
}

/** What its owner saw of a tool that changed since, and what it is now. */
function changeOf(toolGrants: ToolGrants, server: string, definition: ToolDefinition): Approval['changed'] {
  if (!toolGrants.isChanged(server, definition.name)) return null;
  const before = toolGrants.seenBefore(server, definition.name);
  return { before: before && toWords(before), now: toWords(definition) };
}

const toWords = ({ title, description, inputSchema, annotations }: ToolDefinition): ToolWords => ({
  title: title ?? null,
  description: description ?? '',
  inputSchema: { ...inputSchema },
  annotations: { ...annotations },
});

/** Resolves when the call may run. */
async function obey(
  answer: ApprovalOutcome,
  { toolGrants }: CallParts,
  server: string,
  definition: ToolDefinition,
  call: RunningCall,
): Promise<void> {
  const tool = definition.name;
  switch (answer) {
    case 'once':
      call.approval = 'once';
      return toolGrants.accept(server, definition);
    case 'always':
      call.approval = 'always';
      return toolGrants.decide(server, definition, 'allow');
    case 'deny':
      call.approval = 'denied';
      throw new AppError('approvals/denied', `The call of "${tool}" was denied, so nothing was sent.`);
    case 'expired':
      call.approval = 'expired';
      throw new AppError(
        'approvals/expired',
        `Nobody answered within 30 seconds whether "${tool}" may run, so nothing was sent.`,
      );
    case 'cancelled':
      throw new AppError('mcp/cancelled', `The call of "${tool}" was cancelled before it was sent.`);
  }
}

/** What is told of a call while it runs and when it ends. */
class RunningCall {
  readonly id: CallId;
  approval: CallApproval = 'not-needed';
  arguments: unknown;
  readonly #parts: CallParts;
  readonly #request: CallRequest;
  readonly #startedAtMs: number;

  constructor(parts: CallParts, request: CallRequest) {
    this.#parts = parts;
    this.#request = request;
    this.id = CallId.parse(parts.ids.id());
    this.arguments = request.arguments;
    this.#startedAtMs = parts.clock.nowMs();
    this.show('checking');
  }

  show(
    status: CallStatus,
    end: { result: string | null; error: string | null; durationMs: number } | null = null,
  ): void {
    const { server, tool, turnId, room } = this.#request;
    const view: CallView = {
      id: this.id,
      server,
      tool,
      status,
      arguments: this.#request.arguments,
      result: end?.result ?? null,
      error: end?.error ?? null,
      startedAtMs: this.#startedAtMs,
      durationMs: end?.durationMs ?? null,
      turnId,
    };
    this.#parts.stream.show(room, view);
  }

  answered(result: RawToolResult): CallOutcome {
    const { text, shown, isError } = toModelText(result);
    const error = isError ? this.#parts.stream.shown(shown) : null;
    this.#end(isError ? 'failed' : 'done', result, error, shown);
    return { id: this.id, result, error: null, text, isError };
  }

  failed(error: AppError, cancelled: boolean): CallOutcome {
    const refused = error.code === 'approvals/denied' || error.code === 'approvals/expired';
    this.#end(cancelled ? 'cancelled' : refused ? 'denied' : 'failed', null, error.message, null);
    return { id: this.id, result: null, error, text: this.#parts.stream.shown(failureForModel(error)), isError: true };
  }

  #end(status: CallStatus, result: RawToolResult | null, error: string | null, shown: string | null): void {
    const { server, tool, room, device, turnId } = this.#request;
    const durationMs = Math.max(0, this.#parts.clock.nowMs() - this.#startedAtMs);
    const { id, approval } = this;
    this.#parts.stream.record(
      {
        id,
        server,
        tool,
        arguments: this.arguments,
        result,
        error,
        startedAtMs: this.#startedAtMs,
        durationMs,
        room,
        device,
        approval,
      },
      turnId,
    );
    this.show(status, { result: shown, error, durationMs });
  }
}

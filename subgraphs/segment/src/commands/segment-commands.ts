import type { CommandLog } from '@customer360/subgraph';
import type { CommandAnswer } from './answer.ts';
import type { ClientCommand } from './command.ts';

export type SegmentCommands = CommandLog<ClientCommand, CommandAnswer>;

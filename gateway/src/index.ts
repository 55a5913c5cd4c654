// oxlint-disable-next-line import/no-unassigned-import -- it must have run before Apollo loads
import './telemetry-off.ts';

export { createGateway } from './gateway.ts';
export type { Gateway, GatewayOptions } from './gateway.ts';
export type { GatewayContext } from './context.ts';
export type { OperationLimits } from './limits/limits.ts';
export type { EmbeddedSubgraph } from './subgraphs/in-process-subgraph.ts';
export type { SubgraphLocation, SubgraphOptions } from './subgraphs/open-subgraphs.ts';

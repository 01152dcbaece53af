import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1';

// The client's own stubs are CommonJS whose exports Node cannot name: required here, once, with their types.
export const grpc: typeof import('@grpc/grpc-js') = require('@grpc/grpc-js');
export const streams: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb') = require(
  `${folder}/streams_pb`,
);
export const streamsService: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb') = require(
  `${folder}/streams_grpc_pb`,
);
export const shared: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb') = require(
  `${folder}/shared_pb`,
);
export const features: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb') = require(
  `${folder}/serverfeatures_pb`,
);
export const featuresService: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb') = require(
  `${folder}/serverfeatures_grpc_pb`,
);
export const status: typeof import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb') = require(
  `${folder}/status_pb`,
);
export const any: typeof import('google-protobuf/google/protobuf/any_pb') = require('google-protobuf/google/protobuf/any_pb');
export const empty: typeof import('google-protobuf/google/protobuf/empty_pb') = require('google-protobuf/google/protobuf/empty_pb');

import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import type * as FeaturesService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb';
import type * as Features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import type * as Shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import type * as Status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb';
import type * as StreamsService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb';
import type * as Streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import type * as Any from 'google-protobuf/google/protobuf/any_pb';
import type * as Empty from 'google-protobuf/google/protobuf/empty_pb';

const require = createRequire(import.meta.url);
const folder = '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1';

// The client's own stubs are CommonJS whose exports Node cannot name: required here, once, with their types.
export const grpc: typeof Grpc = require('@grpc/grpc-js');
export const streams: typeof Streams = require(`${folder}/streams_pb`);
export const streamsService: typeof StreamsService = require(`${folder}/streams_grpc_pb`);
export const shared: typeof Shared = require(`${folder}/shared_pb`);
export const features: typeof Features = require(`${folder}/serverfeatures_pb`);
export const featuresService: typeof FeaturesService = require(`${folder}/serverfeatures_grpc_pb`);
export const status: typeof Status = require(`${folder}/status_pb`);
export const any: typeof Any = require('google-protobuf/google/protobuf/any_pb');
export const empty: typeof Empty = require('google-protobuf/google/protobuf/empty_pb');

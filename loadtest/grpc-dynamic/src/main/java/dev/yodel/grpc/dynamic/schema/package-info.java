/**
 * The methods and message types of a service, known without its generated stubs: linked descriptors and the marshallers
 * that gRPC calls with.
 */
@NullMarked
package dev.yodel.grpc.dynamic.schema;

import org.jspecify.annotations.NullMarked;

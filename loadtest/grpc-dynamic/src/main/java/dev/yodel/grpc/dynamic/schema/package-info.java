/** Schemas: the services and message types of an API without generated code, and methods that gRPC can call. */
@NullMarked
package dev.yodel.grpc.dynamic.schema;

import org.jspecify.annotations.NullMarked;

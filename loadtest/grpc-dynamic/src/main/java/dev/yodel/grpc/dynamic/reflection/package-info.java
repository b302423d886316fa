/** Schemas from a running server, by gRPC server reflection v1 or v1alpha. */
@NullMarked
package dev.yodel.grpc.dynamic.reflection;

import org.jspecify.annotations.NullMarked;

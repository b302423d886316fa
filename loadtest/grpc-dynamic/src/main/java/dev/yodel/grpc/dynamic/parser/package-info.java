/** Schemas from {@code .proto} files in proto2, proto3 and editions. */
@NullMarked
package dev.yodel.grpc.dynamic.parser;

import org.jspecify.annotations.NullMarked;

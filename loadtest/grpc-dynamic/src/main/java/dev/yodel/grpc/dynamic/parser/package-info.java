/** A parser of {@code .proto} files in proto2, proto3 and editions, for schemas that are given as source. */
@NullMarked
package dev.yodel.grpc.dynamic.parser;

import org.jspecify.annotations.NullMarked;

/** Message templates in JSON with placeholders, and messages printed as JSON, by protobuf's JSON mapping. */
@NullMarked
package dev.yodel.grpc.dynamic.json;

import org.jspecify.annotations.NullMarked;

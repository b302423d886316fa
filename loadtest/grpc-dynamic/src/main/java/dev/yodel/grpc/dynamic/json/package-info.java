/** JSON to messages by templates with placeholders, and messages to JSON, by protobuf's JSON mapping. */
@NullMarked
package dev.yodel.grpc.dynamic.json;

import org.jspecify.annotations.NullMarked;

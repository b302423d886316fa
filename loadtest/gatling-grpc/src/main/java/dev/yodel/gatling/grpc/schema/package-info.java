/**
 * Methods of any gRPC service without its generated stubs, and messages made of JSON.
 *
 * <p>The flow, in the order in which things happen:
 *
 * <ol>
 *   <li>A {@link dev.yodel.gatling.grpc.schema.Schema} is made before the run: of a descriptor set, of {@code .proto}
 *       files, of generated code, or of a server's answers to {@link dev.yodel.gatling.grpc.schema.ReflectionClient}.
 *       All types that an {@code Any} or an extension will need must be in it by then.
 *   <li>{@link dev.yodel.gatling.grpc.schema.Schema#method} finds a
 *       {@link dev.yodel.gatling.grpc.schema.DynamicMethod}, whose descriptor is what grpc calls.
 *   <li>{@link dev.yodel.gatling.grpc.schema.MessageTemplate} reads JSON with placeholders, once, into a message with
 *       holes. What is wrong in the JSON is said here, in one line, and never per call.
 *   <li>Per call, the values of the placeholders are put into the holes.
 *   <li>{@link dev.yodel.gatling.grpc.schema.FieldPath} takes values out of the answer for checks, and
 *       {@link dev.yodel.gatling.grpc.schema.JsonOutput} writes messages as JSON for people.
 * </ol>
 *
 * <p>Nothing here knows Gatling: a placeholder is a text between <code>#{</code> and <code>}</code> whose value somebody
 * else finds.
 */
@NullMarked
package dev.yodel.gatling.grpc.schema;

import org.jspecify.annotations.NullMarked;

/** Strict JSON: bodies, forms and queries to messages, messages to JSON, and what was wrong by field. */
@NullMarked
package dev.yodel.gateway.json;

import org.jspecify.annotations.NullMarked;

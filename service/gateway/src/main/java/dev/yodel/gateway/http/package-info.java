/** HTTP/JSON: single answers with caching and languages, and streams of lines or events. */
@NullMarked
package dev.yodel.gateway.http;

import org.jspecify.annotations.NullMarked;

/** Pages and documents: the chat, the index, OpenAPI. */
@NullMarked
package dev.yodel.gateway.page;

import org.jspecify.annotations.NullMarked;

/** A Redis server as the place where several processes share replies and a rate budget. */
@NullMarked
package dev.locomo.services.redis;

import org.jspecify.annotations.NullMarked;

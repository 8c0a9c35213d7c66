/**
 * What all services of a cloud need to know: who asks, and how its REST interface is asked.
 * Amazon's are asked by its SDK.
 */
@NullMarked
package dev.locomo.services.cloud;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP manners: problem responses, paging, idempotency, body limits, strict JSON.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.platform.http;

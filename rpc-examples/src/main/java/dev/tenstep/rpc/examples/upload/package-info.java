/**
 * A parameter that streams: a file crosses in pieces, beside its name, and one answer comes back.
 *
 * <pre>{@code
 * Uploads uploads = client.stub(Uploads.class);
 * Receipt receipt = UploadClient.send(uploads, Path.of("holiday.jpg"));
 * receipt.sha256(); // what the server counted is what was sent
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.upload.Uploads}, then {@link
 * dev.tenstep.rpc.examples.upload.HashedUploads} and {@link dev.tenstep.rpc.examples.upload.UploadClient}. All of it is there
 * to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.upload;

import org.jspecify.annotations.NullMarked;

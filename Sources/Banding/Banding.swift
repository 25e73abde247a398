// Banding

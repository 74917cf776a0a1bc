package blob

import "image"

// reduce shrinks a photo n times in both directions by plain averages, so that
// the fine scaling that follows, which costs a hundred times more for each
// point, has few of them. Below 2 the photo is given back.
func reduce(photo *image.YCbCr, n int) *image.YCbCr {
	if n < 2 || photo.Rect.Min != (image.Point{}) {
		return photo
	}
	small := image.NewYCbCr(image.Rect(0, 0, max(photo.Rect.Dx()/n, 1), max(photo.Rect.Dy()/n, 1)), photo.SubsampleRatio)
	average(plane{small.Y, small.YStride, small.Rect.Dx()}, plane{photo.Y, photo.YStride, photo.Rect.Dx()}, n)
	chroma := func(whole *image.YCbCr) int { return whole.COffset(whole.Rect.Dx()-1, 0) + 1 }
	average(plane{small.Cb, small.CStride, chroma(small)}, plane{photo.Cb, photo.CStride, chroma(photo)}, n)
	average(plane{small.Cr, small.CStride, chroma(small)}, plane{photo.Cr, photo.CStride, chroma(photo)}, n)
	return small
}

// plane is one component of a picture, in rows of width points, stride apart.
type plane struct {
	points        []byte
	stride, width int
}

// average makes each point of small that of n × n points of large, or of those
// of them that exist.
func average(small, large plane, n int) {
	for y := 0; y*small.stride < len(small.points); y++ {
		for x := range min(small.width, len(small.points)-y*small.stride) {
			sum, count := 0, 0
			for row := y * n; row < (y+1)*n && row*large.stride < len(large.points); row++ {
				line := large.points[row*large.stride:]
				for _, point := range line[min(x*n, len(line)):min((x+1)*n, large.width, len(line))] {
					sum += int(point)
					count++
				}
			}
			if count > 0 {
				small.points[y*small.stride+x] = byte(sum / count)
			}
		}
	}
}

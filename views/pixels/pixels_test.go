package pixels_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"cafe-rewards/views/pixels"
)

func TestDiffering(t *testing.T) {
	t.Parallel()
	white, visibly, hardly := color.RGBA{255, 255, 255, 255}, color.RGBA{255, 230, 255, 255}, color.RGBA{231, 231, 231, 255}
	painted := func(points map[image.Point]color.RGBA) *image.RGBA {
		drawn := image.NewNRGBA(image.Rect(0, 0, 10, 10))
		for y := range 10 {
			for x := range 10 {
				drawn.Set(x, y, white)
			}
		}
		for at, c := range points {
			drawn.Set(at.X, at.Y, c)
		}
		var file bytes.Buffer
		if err := png.Encode(&file, drawn); err != nil {
			t.Fatal(err)
		}
		picture, err := pixels.Decode(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return picture
	}
	plain := painted(nil)
	marked := painted(map[image.Point]color.RGBA{{3, 3}: visibly, {4, 3}: hardly, {9, 9}: visibly})
	for _, c := range []struct {
		area image.Rectangle
		want int
	}{
		{plain.Rect, 2}, {image.Rect(0, 0, 9, 9), 1}, {image.Rect(3, 3, 4, 4), 1}, {image.Rect(4, 3, 9, 9), 0}, {image.Rect(5, 5, 11, 10), 30},
	} {
		if got := pixels.Differing(plain, marked, c.area); got != c.want {
			t.Errorf("%d pixels differ in %v, want %d", got, c.area, c.want)
		}
	}
	if got := pixels.Unlike(marked, marked.Rect, white); got != 2 {
		t.Errorf("%d pixels are not white, want 2", got)
	}
	if _, err := pixels.Decode([]byte("no picture")); err == nil {
		t.Error("something else is read as a picture")
	}
}
